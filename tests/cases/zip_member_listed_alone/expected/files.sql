SELECT file_path, return_id, file_format, observations FROM source_file ORDER BY ALL
