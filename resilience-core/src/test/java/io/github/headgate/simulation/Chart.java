package io.github.headgate.simulation;

import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The picture of a series: how many calls, attempts and successes there were in each second, and how long they took. */
final class Chart {
    private static final int RATES = 0;
    private static final int LATENCY = 1;

    private Chart() {}

    static XYChart of(String title, Series series) {
        XYChart chart = new XYChartBuilder()
                .width(820)
                .height(320)
                .title(title)
                .xAxisTitle("seconds")
                .yAxisTitle("per second")
                .build();
        style(chart.getStyler());
        chart.setYAxisGroupTitle(LATENCY, "p99 in ms");
        add(chart, "calls", series.seconds(), series.calls(), RATES, Color.GRAY);
        add(chart, "attempts", series.seconds(), series.attempts(), RATES, new Color(0xD9, 0x8E, 0x04));
        add(chart, "succeeded", series.seconds(), series.successes(), RATES, new Color(0x2B, 0x8A, 0x3E));
        add(chart, "p99", series.seconds(), series.latencies(99), LATENCY, new Color(0x36, 0x4F, 0xC7));
        return chart;
    }

    private static void style(XYStyler styler) {
        styler.setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false);
        styler.setYAxisMin(RATES, 0.0);
        styler.setYAxisMin(LATENCY, 0.0);
        styler.setYAxisGroupPosition(LATENCY, YAxisPosition.Right);
        styler.setXAxisDecimalPattern("0").setYAxisDecimalPattern("#,##0");
    }

    private static void add(XYChart chart, String name, double[] seconds, double[] values, int axis, Color color) {
        XYSeries line = chart.addSeries(name, seconds, values);
        line.setYAxisGroup(axis);
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(color);
        line.setLineStyle(new BasicStroke(axis == LATENCY ? 1.2f : 1.8f));
    }
}
