// Installs what the servers in Python and Java run on. It runs before the comparison enters the cluster's network, from which
// no package registry can be reached.
import { installJava } from "./java.ts";
import { installPython } from "./python.ts";

await installPython();
await installJava();
