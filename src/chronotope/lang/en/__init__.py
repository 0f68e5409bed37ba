"""The words of English: one CSV file a subject, ``key,text``."""
