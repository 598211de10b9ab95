package cn.jiaozi.ledger.day;

import org.springframework.boot.context.properties.ConfigurationProperties;

/// @param cutAhead how many days after today may be cut; none at a bank, some where a quarter is played
@ConfigurationProperties("jiaozi.day")
record DaySettings(int cutAhead) {}
