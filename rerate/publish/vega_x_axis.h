#pragma once

#include <string>

#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// The shared horizontal axis of a chart's layers: how a place is written into data rows, and the encoding that
// reads it. Ribbons stand between the plot and its axis, which is moved down for them.
class XAxis {
 public:
  explicit XAxis(const Chart& chart);

  std::string place(const char* field, double x) const;  // "x":"2025-05-30", "x":1.5
  Json encoding(const char* field = "x") const;

 private:
  const Chart& chart_;
  int offset_ = 0;  // pixels
};

}  // namespace rerate::vega
