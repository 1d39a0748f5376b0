// Installs what the servers in Python and Java run on: before the comparison enters the cluster's network, from which no package registry is reached.
import { installJava } from "./java.ts";
import { installPython } from "./python.ts";

await installPython();
await installJava();
