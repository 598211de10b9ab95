-- One database a service. Run once, by whoever owns the server.
create database wallet;
create database payment;
create database merchant;
create database ledger;
create database gateway;
