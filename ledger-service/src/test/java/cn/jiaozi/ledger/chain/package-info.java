@org.jspecify.annotations.NullMarked
package cn.jiaozi.ledger.chain;
