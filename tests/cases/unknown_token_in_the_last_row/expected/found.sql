SELECT cell, severity FROM finding
