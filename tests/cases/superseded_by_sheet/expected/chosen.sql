SELECT question, why, file_path, b.sheet FROM chosen_breakdown c JOIN breakdown b USING (breakdown_id)
JOIN source_file USING (file_id) ORDER BY ALL
