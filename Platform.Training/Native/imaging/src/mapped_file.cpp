#include "rows.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pim {

namespace {
constexpr int64_t forget_step = 8 << 20;
}

MappedFile::MappedFile(const char* path) {
    require(path != nullptr, "The name of a file is required.");
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || fstat(file, &status) != 0) {
        const std::string reason = std::strerror(errno);
        if (file >= 0) {
            close(file);
        }
        fail(PIM_INTERNAL, "The image file cannot be opened: " + reason + ".");
    }
    size_ = status.st_size;
    kept_ = size_;
    if (size_ > 0) {
        void* mapped = mmap(nullptr, static_cast<size_t>(size_), PROT_READ, MAP_PRIVATE, file, 0);
        data_ = mapped == MAP_FAILED ? nullptr : static_cast<const uint8_t*>(mapped);
    }
    close(file);
    if (size_ > 0 && data_ == nullptr) {
        throw std::bad_alloc();
    }
    if (data_ != nullptr) {
        madvise(const_cast<uint8_t*>(data_), static_cast<size_t>(size_), MADV_SEQUENTIAL);
    }
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) {
        munmap(const_cast<uint8_t*>(data_), static_cast<size_t>(size_));
    }
}

void MappedFile::forget(int64_t end, int64_t begin) {
    if (end - forgotten_ >= forget_step) {
        const int64_t step = (end - forgotten_) / forget_step * forget_step;
        madvise(const_cast<uint8_t*>(data_ + forgotten_), static_cast<size_t>(step), MADV_DONTNEED);
        forgotten_ += step;
    }
    // Whole steps from the file's start, so that pages are given back whole.
    const int64_t from = (begin + forget_step - 1) / forget_step * forget_step;
    if (begin < kept_ && from < kept_) {
        madvise(const_cast<uint8_t*>(data_ + from), static_cast<size_t>(kept_ - from), MADV_DONTNEED);
        kept_ = from;
    }
}

}  // namespace pim
