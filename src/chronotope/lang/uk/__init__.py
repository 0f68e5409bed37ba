"""The words of Ukrainian: one CSV file a subject, ``key,text``."""
