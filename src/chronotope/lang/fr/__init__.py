"""The words of French: one CSV file a subject, ``key,text``."""
