#pragma once

#include <string>
#include <vector>

namespace rerate {

// What a fair value's parts are called, and what of their history may be shown.
struct FairValueNames {
  std::string price = {};        // "small caps"
  std::string fundamental = {};  // one word: "book", so that the multiple is "price-to-book"
  bool price_redistribute = true, fundamental_redistribute = true;
  std::vector<bool> driver_redistribute = {};  // by panel column
  double band_level = 0.90;
  std::string dated = {};  // the valuation's period, "2023-08", when it is not that of the as-of date

  std::string multiple() const { return "price-to-" + fundamental; }
};

// Digits that let a reader do the sums: 1.396, but 17.34.
inline int multiple_decimals(double multiple) { return multiple < 10 ? 3 : 2; }

}  // namespace rerate
