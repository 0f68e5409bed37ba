"""What is known: tables, read and checked, with what each row rests on."""
