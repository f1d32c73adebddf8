#pragma once

#include <string>
#include <vector>

#include "rerate/models/walk_forward_probability.h"
#include "rerate/series/series.h"

namespace rerate {

// The months for which a curve (and a second regressor) `horizon` months earlier has something to say: the rows of a recession
// probit. A month's outcome is NaN until its state is settled (models/settled_states.h) and known by the as-of date.
struct RecessionSample {
  std::vector<std::int32_t> month;  // ordinals of the months forecast, rising
  WalkForwardRows rows;             // constant, curve and the second; decided when these were first known

  std::size_t size() const { return month.size(); }
  bool is_settled(std::size_t row) const;
  Period period(std::size_t row) const { return {Frequency::monthly, month[row]}; }
};

struct RecessionSampleSettings {
  const Series* curve = nullptr;
  const Series* recession = nullptr;
  const Series* second = nullptr;  // may be null
  std::string second_name = {};
  int horizon = 12;
  Date as_of = kEndOfTime;
};

// Throws UserError regression_not_finite for an infinite figure. O(T log T).
RecessionSample recession_sample(const RecessionSampleSettings& settings);

// The settled rows from `first` to `last` (ordinals, both included), as a regression reads them.
struct SettledRows {
  std::vector<std::size_t> row;
  Vector outcome;
  Design design;

  Index n() const { return outcome.size(); }
};
SettledRows settled_rows(const RecessionSample& sample, std::int32_t first, std::int32_t last);

// Recessions among months that rise: ones that follow each other, month by month, are one.
int spells_among(const std::vector<std::int32_t>& month, const std::vector<double>& outcome);

}  // namespace rerate
