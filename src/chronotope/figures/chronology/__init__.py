"""Events over time, in lanes by channel."""
