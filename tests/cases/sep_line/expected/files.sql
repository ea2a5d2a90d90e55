SELECT text_encoding, field_separator, observations FROM source_file
