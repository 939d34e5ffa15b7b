"""Medusa: how a buyer orders there, how its owner sees orders, and how the platform proves that both work."""

from functions.adapters.shops.medusa.check import Adapter
from functions.adapters.shops.medusa.desk import Desk

__all__ = ["Adapter", "Desk"]
