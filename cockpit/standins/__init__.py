"""Loopback stand-ins for PagerDuty, Slack and the product, with scenarios as data.

They speak the real protocols over real HTTP in a process of their own, and know nothing
of the program that talks to them.
"""
