SELECT file_path, file_format, observations FROM source_file ORDER BY ALL
