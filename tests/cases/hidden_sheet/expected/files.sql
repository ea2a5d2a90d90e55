SELECT sheets, hidden_content FROM source_file
