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
                    text/*;q=0.3, text/html;q=0.7, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5 | HTML
                    text/*;q=0.3, text/html;q=0.7                                         | HTML
                    text/html;q=0.7, text/*;q=0.8, text/plain;q=0.3                       | HTML
                    */*;q=0.1, text/plain                                                 | TEXT
                    application/*, text/html;q=0.9                                        | PROBLEM_JSON
                    text/html;q=0                                                         | PROBLEM_JSON
                    text/html;q=0.0, text/plain;q=0.001                                   | TEXT
                    application/json;q=0.499, text/html;q=0.500                           | HTML
                    application/json;q=0.499, text/html;q=0.498                           | PROBLEM_JSON
                    TEXT/HTML; Q=0.9, Application/JSON;q=0.8                              | HTML
                    text/html;q=1.5, application/json                                     | PROBLEM_JSON
                    text/html;q=-1, application/json;q=0.5                                | HTML
                    text/html;q=0.3333333, application/json;q=0.33                        | HTML
                    text/plain ; q=0.1 , text/html	;	q=0.2                              | HTML
                    text/plain;x="a,text/html";q=0.9                                      | TEXT
                    text/html;x=";q=0";q=0.9, text/plain;q=0.5                            | HTML
                    text/html;x="\\";q=0,";q=0.9, text/plain;q=0.5                        | HTML
                    text/html;x="never closed, text/plain                                 | HTML
                    text/html;level=1;q=0, text/html                                      | HTML
                    text/html, text/html;level=1;q=0                                      | HTML
                    text/html;charset=iso-8859-1;q=0.9, application/json;q=0.8            | HTML
                    text/html;charset=utf-8;q=0.2, text/html;level=1, text/plain;q=0.5    | TEXT
                    text/html;q=0.2;x="1", text/plain;q=0.3                               | TEXT
                    *                                                                     | PROBLEM_JSON
                    text/html;q                                                           | HTML
                    """)
    void choosesTheBestLiked(String accept, BodyFormat expected) {
        assertThat(Accept.preferred(accept)).isEqualTo(expected);
    }

    /* As their current versions send it when a visitor enters an address, and as clients do that say nothing else. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    Chrome  | text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7 | HTML
                    Firefox | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML
                    Safari  | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML
                    an old Edge | text/html, application/xhtml+xml, image/jxr, */*            | HTML
                    an image in Chrome | image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8 | PROBLEM_JSON
                    fetch, curl, OkHttp | */*                                                 | PROBLEM_JSON
                    axios   | application/json, text/plain, */*                               | PROBLEM_JSON
                    jQuery's getJSON | application/json, text/javascript, */*; q=0.01         | PROBLEM_JSON
                    HttpURLConnection | text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2  | HTML
                    RestClient | application/json, application/*+json                         | PROBLEM_JSON
                    Prometheus | application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.2 | TEXT
                    """)
    void whatClientsReallySend(String client, String accept, BodyFormat expected) {
        assertThat(Accept.preferred(accept)).as(client).isEqualTo(expected);
    }

    @Test
    void whoSaysNothingGetsProblemDetails() {
        assertThat(Accept.preferred(null)).isEqualTo(BodyFormat.PROBLEM_JSON);
        assertThat(Accept.preferred(" ")).isEqualTo(BodyFormat.PROBLEM_JSON);
    }
}
