package cn.jiaozi.merchant.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapitalsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 壹分",
        "5, 伍分",
        "10, 壹角整",
        "15, 壹角伍分",
        "100, 壹元整",
        "101, 壹元零壹分",
        "110, 壹元壹角整",
        "1000, 壹拾元整",
        "1005, 壹拾元零伍分",
        "1050, 壹拾元伍角整",
        "1230, 壹拾贰元叁角整",
        "10100, 壹佰零壹元整",
        "11000, 壹佰壹拾元整",
        "32504, 叁佰贰拾伍元零肆分",
        "100000, 壹仟元整",
        "100500, 壹仟零伍元整",
        "101000, 壹仟零壹拾元整",
        "140950, 壹仟肆佰零玖元伍角整",
        "168032, 壹仟陆佰捌拾元叁角贰分",
        "600714, 陆仟零柒元壹角肆分",
        "1000000, 壹万元整",
        "1000500, 壹万零伍元整",
        "1640902, 壹万陆仟肆佰零玖元零贰分",
        "10000000, 壹拾万元整",
        "10700053, 壹拾万柒仟元伍角叁分",
        "100000000, 壹佰万元整",
        "1000100000, 壹仟万壹仟元整",
        "10000000000, 壹亿元整",
        "10000000005, 壹亿元零伍分",
        "10000000500, 壹亿零伍元整",
        "10001000000, 壹亿零壹万元整",
        "11000000000, 壹亿壹仟万元整",
        "123456789012, 壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
        "100000000000000, 壹万亿元整",
        "100000000000001, 壹万亿元零壹分",
        "999999999999999, 玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    })
    void writesAnAmountInWords(long fen, String words) {
        assertThat(Capitals.of(fen)).isEqualTo("人民币" + words);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void hasNoWordsForNothing(long fen) {
        assertThatThrownBy(() -> Capitals.of(fen)).isInstanceOf(IllegalArgumentException.class);
    }
}
