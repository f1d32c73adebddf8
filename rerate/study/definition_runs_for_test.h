#pragma once

#include <limits>
#include <utility>
#include <vector>

#include "rerate/study/definition_runs.h"
#include "rerate/study/results.h"

namespace rerate {

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

inline DefinitionRuns runs_of(std::vector<LatticeChoice> choices) {
  return {Lattice(std::move(choices)), {}, 0, true, 0, {}, {}, {}, {}};
}

// Made by hand: an event study of one rule whose definitions differ in `until` (50, 51, 52; the study's own 51) and `gap` (1, 3).
//   definition   until gap   episodes  led  mean   p
//   0            50    1     18        12   -2.0   0.40
//   1            50    3     16        11    1.0   0.30
//   2 (own)      51    1     12        10   12.1   0.01
//   3            51    3     12        10   12.1   0.01
//   4            52    1     12        10   11.5   0.02
//   5            52    3     10         8   14.3   0.20
inline DefinitionRuns six_runs() {
  auto runs = runs_of({{"until", {"50", "51", "52"}, 1, true}, {"gap", {"1", "3"}, 0, true}});
  runs.definitions = {0, 1, 2, 3, 4, 5};
  runs.own = 2;
  runs.distinct = 5;
  runs.numbers = {{"episodes", {18, 16, 12, 12, 12, 10}, {}},
                  {"led", {12, 11, 10, 10, 10, 8}, {}},
                  {"mean", {-2.0, 1.0, 12.1, 12.1, 11.5, 14.3}, {0.40, 0.30, 0.01, 0.01, 0.02, 0.20}},
                  {"pending", {0, 0, 0, 0, 0, 0}, {}},
                  {"asset_mean", {kNoNumber, kNoNumber, 30.2, kNoNumber, kNoNumber, kNoNumber}, {}}};
  runs.sets = {{"not_led", {1, 1, 0, 0, 0, 0}, {{"1996-01", "2023-06"}, {"1996-01", "1998-12", "2023-06"}}}};
  return runs;
}

inline Section section_of_six() {
  Section section;
  section.id = "lows";
  section.kind = "event_study";
  section.title = "Lows";
  section.numbers = {{"mean", 12.1, "pp", "Mean"},
                     {"episodes", 12, "count", "Episodes"},
                     {"led", 10, "count", "Events above zero"},
                     {"pending", 0, "count", "Pending windows"},
                     {"asset_mean", 30.2, "percent", "Mean of the asset"},
                     {"p_mean", 0.01, "probability", "p"},
                     {"n_eff", 11.5, "count", "Effective number of windows"}};
  section.sets = {{"not_led", "Not led", {"1996-01", "2023-06"}}};
  return section;
}

inline SectionRequest request_of_six() {
  SectionRequest request;
  request.id = "lows";
  request.kind = "event_study";
  request.definition_hash = "0123456789abcdef0123456789abcdef";
  auto choices = std::make_shared<SectionChoices>();
  choices->choices = six_runs().lattice.choices();
  choices->paths = {"episode.until", "episode.gap"};
  choices->places = {{"s.toml", 7, 3}, {"s.toml", 8, 3}};
  request.choices = std::move(choices);
  return request;
}

}  // namespace rerate
