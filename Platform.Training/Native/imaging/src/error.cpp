#include "internal.h"

#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>

#include <mutex>

namespace pim {

namespace {
thread_local std::string last_error;
}

void set_last_error(const std::string& message) { last_error = message; }

void initialise() {
    static std::once_flag once;
    std::call_once(once, [] {
        cv::setNumThreads(1);
        // Failures are reported as values; the library must not write to the host's standard error as well.
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
    });
}

}  // namespace pim

const char* pim_last_error(void) { return pim::last_error.c_str(); }

const char* pim_opencv_version(void) { return CV_VERSION; }

const uint8_t* pim_buffer_data(const pim_buffer* buffer) { return buffer ? buffer->bytes.data() : nullptr; }

int64_t pim_buffer_size(const pim_buffer* buffer) { return buffer ? static_cast<int64_t>(buffer->bytes.size()) : 0; }

void pim_buffer_free(pim_buffer* buffer) { delete buffer; }
