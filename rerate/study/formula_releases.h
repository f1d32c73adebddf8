#pragma once

#include <span>

#include "rerate/store/store.h"
#include "rerate/study/series_use.h"

namespace rerate {

// When the catalogue series of a study come out next, each as of the date it was read at.
class ReleaseCalendar {
 public:
  // `readings` are kept by reference. O(series).
  ReleaseCalendar(std::span<const SeriesReading> readings, Date as_of);

  // Of a formula with this value into which figures of these series enter. O(figures + series).
  FormulaReleases releases(const Series& value, std::span<const std::string> value_ids) const;

 private:
  struct Due {
    Date last = kAlwaysKnown;  // of the newest figure
    std::optional<Date> date;  // nothing without a release rule
    bool overdue = false;
  };
  std::map<std::string, Due, std::less<>> due_;
};

}  // namespace rerate
