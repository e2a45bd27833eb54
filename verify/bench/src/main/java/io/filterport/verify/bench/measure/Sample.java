package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.result.Figure;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one measurement gave.
 *
 * @param figures the raw data
 * @param histogram nanoseconds of each round trip; empty if they were not taken one by one
 */
public record Sample(Map<Figure, Double> figures, Histogram histogram) {}
