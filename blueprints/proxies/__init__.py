"""Who stands in for a head: Plt., Plh., and a.n., with the number and the days of the order."""

from blueprints.proxies.routes import blueprint as blueprint
