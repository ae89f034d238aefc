package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    */*                                                                   | PROBLEM_JSON
                    application/json                                                      | PROBLEM_JSON
                    application/problem+json                                              | PROBLEM_JSON
                    APPLICATION/JSON                                                      | PROBLEM_JSON
                    text/html                                                             | HTML
                    text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | HTML
                    text/html, */*                                                        | HTML
                    text/plain                                                            | TEXT
                    text/plain, text/html;q=0.9                                           | TEXT
                    text/*                                                                | HTML
                    text/*, text/html;q=0                                                 | TEXT
                    text/html;q=0.2, application/json;q=0.3                               | PROBLEM_JSON
                    text/html;level=1;q=0.4, text/plain; q=0.5                            | TEXT
                    application/json, text/javascript, */*; q=0.01                        | PROBLEM_JSON
                    */*, application/json;q=0, application/problem+json;q=0               | HTML
                    image/png                                                             | PROBLEM_JSON
                    ,,;;                                                                  | PROBLEM_JSON
                    text/html;q=x                                                         | HTML
                    """)
    void choosesTheBestLiked(String accept, BodyFormat expected) {
        assertThat(Accept.preferred(accept)).isEqualTo(expected);
    }

    @Test
    void whoSaysNothingGetsProblemDetails() {
        assertThat(Accept.preferred(null)).isEqualTo(BodyFormat.PROBLEM_JSON);
        assertThat(Accept.preferred(" ")).isEqualTo(BodyFormat.PROBLEM_JSON);
    }
}
