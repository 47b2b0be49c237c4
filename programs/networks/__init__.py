"""The program and its networks: what it agreed to, what it shares, and what they were told.

A membership is a row of the platform's (`network.oversight`); here is a copy of each, in one column of the program.
The network's side pushes its word (`programs.membership_pushed`), the program's word crosses the other way
(`programs.tell_network`). Each side counts what it says, and the later number wins; leaving always does.
"""
