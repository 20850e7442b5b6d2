"""What can be done at the console: `flask --app app ...`, one module per noun, each naming its COMMANDS."""

from flask import Flask

from lindung.web.commands import accounts, demo, imports, setup
from lindung.web.commands.refusal import speak_plainly

MODULES = (setup, accounts, demo, imports)


def register_commands(app: Flask) -> None:
    for module in MODULES:
        for command in module.COMMANDS:
            app.cli.add_command(speak_plainly(command))
