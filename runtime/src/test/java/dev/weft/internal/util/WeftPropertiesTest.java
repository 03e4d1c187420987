// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeftPropertiesTest {
    private static final WeftProperties P = WeftProperties.SCHEDULER_SPARES;

    @AfterEach
    void clear() {
        System.clearProperty(P.key());
    }

    @Test
    void unsetPropertyHasItsDefault() {
        assertThat(P.intValue(0, 10_000, 1)).isEqualTo(256);
    }

    @Test
    void emptyValueStandsForWhatTheReaderSays() {
        System.setProperty(P.key(), " ");
        assertThat(P.intValue(0, 10_000, 7)).isEqualTo(7);
    }

    @Test
    void valueThatIsNoNumberOrOutOfRangeIsAnErrorThatNamesTheRange() {
        for (String bad : new String[] {"many", "-1", "10001", "99999999999"}) {
            System.setProperty(P.key(), bad);
            assertThatThrownBy(() -> P.intValue(0, 10_000, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(P.key() + "=" + bad)
                    .hasMessageContaining("0 to 10000");
        }
    }

    @Test
    void descriptionNamesEachProperty() {
        for (WeftProperties p : WeftProperties.values()) {
            assertThat(p.key()).startsWith("weft.");
            assertThat(WeftProperties.describe()).contains(p.key() + "=").contains(p.description());
        }
    }
}
