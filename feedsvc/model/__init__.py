"""What is stored, published and told: frozen values, and the rules that need nothing else."""
