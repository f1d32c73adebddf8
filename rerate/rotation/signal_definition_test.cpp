// Behaviour -> test
//   every kind of signal reads back from its name; other names are none  -> NamesReadBack
#include "rerate/rotation/signal_definition.h"

#include <gtest/gtest.h>

#include <string>

namespace rerate {
namespace {

TEST(SignalDefinition, NamesReadBack) {
  for (const std::string name :
       {"momentum", "reversal", "volatility", "trend", "own_history", "figures", "macro"}) {
    const auto kind = parse_signal_kind(name);
    ASSERT_TRUE(kind.has_value()) << name;
    EXPECT_EQ(to_string(*kind), name);
  }
  EXPECT_FALSE(parse_signal_kind("Momentum").has_value());
  EXPECT_FALSE(parse_signal_kind("").has_value());
}

}  // namespace
}  // namespace rerate
