SELECT count(DISTINCT file_id) AS files, count(DISTINCT sha256) AS contents FROM source_file
