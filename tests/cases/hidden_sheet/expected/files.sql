SELECT sheets, hidden_sheets FROM source_file
