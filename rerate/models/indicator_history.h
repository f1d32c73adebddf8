#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rerate/series/series.h"

namespace rerate {

// An indicator's monthly figures, each with where it stood when it came out: among the figures known by then
// (statistics/expanding_standing.h). Figures that came out on one day, a history published at once, count up to their own month.
//
// A figure is dated by the first release of its month (Series::first_known). Figures of the past that come out late, after
// those of later months, change nothing before the day they came out.
class IndicatorHistory {
 public:
  // Missing figures are left out. `sign` -1 turns z, so that above 0 is good; z and percentile are NaN before `first` figures
  // were known, z also while more than half of them were equal. Throws as expanding_standing does. O(n log n).
  IndicatorHistory(const Series& figures, int sign, std::size_t first, double limit);

  std::size_t size() const { return value.size(); }
  Period period(std::size_t i) const { return {Frequency::monthly, ordinal[i]}; }

  // The figure about the latest month among those known at the end of `date`. O(log n).
  std::optional<std::size_t> newest_known(Date date) const;
  // The figure about the month that is `months` before that of figure i. O(log n).
  std::optional<std::size_t> months_before(std::size_t i, int months) const;

  // By month.
  std::vector<std::int32_t> ordinal;
  std::vector<double> value;
  std::vector<double> z;           // signed
  std::vector<double> percentile;  // of the figure itself, 0 to 100, whatever the sign
  std::vector<Date> known;         // first release
  std::vector<std::size_t> among;  // figures known when it came out, itself counted

 private:
  void stand(int sign, std::size_t first, double limit);

  std::vector<Date> came_out_;       // rising
  std::vector<std::size_t> newest_;  // the newest figure from that day on
};

}  // namespace rerate
