#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// The results as JSON, schema "rerate.results/1":
//
//   {"schema": "rerate.results/1",
//    "study": {"title", "file", "sha256", "seed", "version"},
//    "as_of": "2025-06-30",
//    "sections": [{"id", "kind", "title", "headline",
//                  "lights": [{"title", "state", "text"}],   only where there are any; "good", "watch", "stress", "neutral"
//                  "facts": [{"label", "text"}],
//                  "numbers": {NAME: {"value", "unit", "title", "fragility"}},   fragility only where the number varies
//                  "sets": {NAME: {"title", "members"}},     "sets", "multiverse" and "claims" only where there are any
//                  "multiverse": {"lead", "size", "definitions", "distinct", "whole", "stopped", "words", "looks", "p",
//                                 "p_adjusted", "p_adjusted_by"},
//                  "claims": [{"section", "words", "claimed", "found", "verdict", "rule", "miss", "definitions", "sample_of",
//                              "reproducing", "exactly", "changed", "others", "spread", "given"}],
//                  "tables": {NAME: {"title", "columns": [{"name", "unit"}], "rows": [[...]]}},
//                  "charts": [{"id", "title", "spec"}],      a Vega-Lite 6 specification with all data
//                  "details": [{"title", "text"}],           in fixed-width columns, lines apart by \n
//                  "inputs": [id...], "warnings": [text...]}],
//    "inputs": [{"series", "title", "unit", "source", "licence", "redistribute", "first", "last",
//                "known_at", "grade", "sha256", "note"}],
//    "warnings": [text...]}
//
// "fragility" is {"definitions", "min", "p05", "median", "p95", "max", "same_sign", "significant", "percentile"}, and "flip"
// where another definition says otherwise; same_sign is null of a number without a side, significant without p-values.
// In a table a sparkline is a list of numbers. A chart's specification keeps its layers' data in "datasets": line_1, band_1,
// points (with low and high where they have error bars), ribbon_1 with rows {"x", "x2", "state"}; what a
// read-out tells of them, and which lines go in steps, is in usermeta.rerate.
// A table whose rows are statistics of different units has "row_units" beside "columns". Dates are ISO text,
// missing values null, doubles the shortest text that reads back as the same bits; keys never change order.
std::string results_json(const Results& results);

}  // namespace rerate
