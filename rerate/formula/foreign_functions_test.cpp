// Behaviour -> test
//   every mend is a formula of this language                  ForeignFunctions.MendsParse
//   our own functions are not foreign                         ForeignFunctions.OwnNamesAreNot

#include "rerate/formula/foreign_functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula.h"
#include "rerate/formula/function_manifest.h"

namespace rerate {
namespace {

TEST(ForeignFunctions, MendsParse) {
  for (const std::string_view name :
       {"shift", "sma", "rolling_std", "ewma", "avg", "ln", "sqrt", "if", "where", "corr", "beta", "cumprod",
        "mom", "rank", "ffill", "winsorize", "growth"}) {
    const auto mend = mend_of_foreign_function(name);
    ASSERT_TRUE(mend.starts_with("write ")) << name;
    EXPECT_NO_THROW(Formula::parse(mend.substr(6))) << mend;
  }
}

TEST(ForeignFunctions, OwnNamesAreNot) {
  for (const auto& function : function_manifest()) EXPECT_EQ(mend_of_foreign_function(function.name), "");
  EXPECT_EQ(mend_of_foreign_function(""), "");
}

}  // namespace
}  // namespace rerate
