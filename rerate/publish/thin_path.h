#pragma once

#include <string>
#include <utility>

namespace rerate {

// The path of an SVG line, thinned to at most four vertices a pixel column (the first, lowest, highest and last
// figure) and broken where figures are missing. A line of decades of days stays a few kilobytes.
//
//   ThinPath path;
//   path.add(0, 10); path.add(1, 12); path.lift(); path.add(3, 9);
//   path.take()  // "M0.0 10.0L1.0 12.0M3.0 9.0"
class ThinPath {
 public:
  void add(double x, double y);
  void lift() {
    flush();
    started_ = false;
  }
  std::string take() {
    flush();
    return std::move(path_);
  }

 private:
  void flush();

  std::string path_;
  bool started_ = false;
  int column_ = 0;
  double low_ = 0, high_ = 0, first_y_ = 0;
  std::pair<double, double> last_;
};

}  // namespace rerate
