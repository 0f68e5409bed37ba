"""The words of Arabic: one CSV file a subject, ``key,text``."""
