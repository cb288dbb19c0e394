"""What somebody says of themselves that is kept by rule: health, fields they know, habits."""
