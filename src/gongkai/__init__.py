"""The law and the statutory form of 政府信息公开 as a library."""
