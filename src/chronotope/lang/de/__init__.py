"""The words of German: one CSV file a subject, ``key,text``."""
