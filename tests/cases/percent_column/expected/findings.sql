SELECT DISTINCT kind, file_path, contains(message, 'shares') AS says_why FROM finding
