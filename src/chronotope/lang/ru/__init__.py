"""The words of Russian: one CSV file a subject, ``key,text``."""
