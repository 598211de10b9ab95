-- What the bank advances at most for refunds that a merchant's wallet cannot pay; null where it does not.
alter table payee add column refund_advance_fen bigint check (refund_advance_fen >= 0);
