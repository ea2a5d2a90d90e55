SELECT kind, severity, file_path, sheet, cell FROM finding WHERE kind = 'age-from-date'
