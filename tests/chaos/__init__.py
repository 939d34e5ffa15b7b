"""The chaos kit: breaks what a platform is made of while it works, then looks from outside whether all is as promised."""
