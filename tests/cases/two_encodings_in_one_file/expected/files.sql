SELECT text_encoding FROM source_file
