"""The Teams app: a thin edge (app.py), the SDK behind one door (sdk.py), and pure rendering."""

import os
import warnings

# Microsoft's SDK would read a .env of whatever folder we are started in, with settings of its own.
os.environ["PYTHON_DOTENV_DISABLED"] = "1"
# It tells at every start which of its own parts are on trial or old.
warnings.filterwarnings("ignore", module="microsoft_teams")
