"""The words of Spanish: one CSV file a subject, ``key,text``."""
