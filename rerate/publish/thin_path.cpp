#include "rerate/publish/thin_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace rerate {

void ThinPath::add(double x, double y) {
  const int column = static_cast<int>(x);
  if (started_ && column == column_) {
    low_ = std::min(low_, y);
    high_ = std::max(high_, y);
    last_ = {x, y};
    return;
  }
  flush();
  fmt::format_to(std::back_inserter(path_), "{}{:.1f} {:.1f}", started_ ? "L" : "M", x, y);
  started_ = true;
  column_ = column;
  low_ = high_ = y;
  last_ = {x, y};
  first_y_ = y;
}

void ThinPath::flush() {
  if (!started_ || (low_ == high_ && low_ == first_y_)) return;
  for (const double y : {low_, high_, last_.second})
    fmt::format_to(std::back_inserter(path_), "L{:.1f} {:.1f}", last_.first, y);
  low_ = high_ = first_y_ = last_.second;
}

}  // namespace rerate
