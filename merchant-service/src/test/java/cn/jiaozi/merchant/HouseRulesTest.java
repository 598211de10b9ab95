package cn.jiaozi.merchant;

import cn.jiaozi.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("cn.jiaozi.merchant");
    }
}
